import { expect, test } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectPython } from "../../../../src/languages/python/detect.ts";

const MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n';

function buildCommand(settings: string) {
  const tree = Snapshot.of({
    "requirements.txt": "django\ngunicorn\n",
    "manage.py": MANAGE,
    "shop/__init__.py": "",
    "shop/settings.py": settings,
    "shop/wsgi.py":
      "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
  });
  return detectPython(tree)?.facts.find(({ field }) => field === "buildCommand");
}

test("static files are collected where the settings say where to", () => {
  const settings = 'INSTALLED_APPS = ["django.contrib.staticfiles"]\nSTATIC_ROOT = BASE_DIR / "static"\n';
  expect(buildCommand(settings)).toEqual({
    field: "buildCommand",
    value: ["python3", "manage.py", "collectstatic", "--noinput"],
    from: "shop/settings.py:2",
  });
});

test("nothing is collected without a place for it", () => {
  expect(buildCommand('INSTALLED_APPS = ["django.contrib.staticfiles"]\n')).toBeUndefined();
});
