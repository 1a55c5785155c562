import { goods } from "../goods.ts";
import { type Kind, replaced } from "./kind.ts";

/** Flask behind gunicorn. */
export const flask: Kind = {
  template: () => "reports",
  vary(files, { random }) {
    const rows = goods(random).map(({ name, cents }) => `    {"name": "${name}", "cents": ${cents}},`);
    const list = `"""What can be had here."""\n\nGOODS = [\n${rows.join("\n")}\n]\n`;
    const main = "reports/__init__.py";
    const place = '    @app.get("/reports")\n';
    const route = `    @app.get("/goods")\n    def goods():\n        return {"goods": GOODS}\n\n${place}`;
    const routed = replaced(files, main, place, route);
    const imported = replaced(
      routed,
      main,
      "from .sales import",
      "from .goods import GOODS\nfrom .sales import",
    );
    return { ...imported, "reports/goods.py": list };
  },
  written({ name }, { base }) {
    const path = `services/${name}`;
    return `FROM ${base("python")} AS build
WORKDIR /src
COPY ${path}/requirements.txt ./
RUN --mount=type=cache,id=pip,target=/root/.cache/pip pip install --disable-pip-version-check --root-user-action=ignore --target /lib-of-app --requirement requirements.txt

FROM ${base("python-runtime")}
WORKDIR /app
ENV PYTHONPATH=/app/lib:/app
COPY --from=build /lib-of-app/ lib/
COPY ${path}/gunicorn.conf.py ./
COPY ${path}/reports/ reports/
EXPOSE 8000
USER 65532:65532
ENTRYPOINT ["python3", "-m", "gunicorn", "reports:app"]
`;
  },
  naive(_, { base }) {
    const dockerfile = `FROM ${base("python")}
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
CMD ["gunicorn", "reports:app"]
`;
    return { dockerfile, context: "service" };
  },
};
