import { expect, it } from "vitest";
import { overBudget, unbudgeted } from "../../../src/policies/budget.ts";

it("refuses what is over a budget that somebody set", () => {
  const layers = [
    { sizeBytes: 2e6, createdBy: "small" },
    { sizeBytes: 19e6, createdBy: "large" },
  ];
  expect(
    overBudget({ name: "api", budgetBytes: 20e6 }, { sizeBytes: 21e6, layers }, "list it"),
  ).toMatchObject({
    message: "api: the image has 21.0 MB, its budget is 20.0 MB",
    lines: ["19.0 MB  large", "2.0 MB  small"],
    policy: true,
  });
  expect(overBudget({ name: "api", budgetBytes: 20e6 }, { sizeBytes: 20e6 }, "list it")).toBeUndefined();
});

it("refuses nothing where nobody set one, and tells of what is large", () => {
  expect(overBudget({ name: "site" }, { sizeBytes: 256e6 }, "list it")).toBeUndefined();
  expect(unbudgeted({}, { sizeBytes: 256e6 })).toBe(
    "the image has 256 MB, and no `budget:` in its service.yaml holds it to a size",
  );
  expect(unbudgeted({}, { sizeBytes: 200e6 })).toBeUndefined();
  expect(unbudgeted({ budgetBytes: 300e6 }, { sizeBytes: 256e6 })).toBeUndefined();
});
