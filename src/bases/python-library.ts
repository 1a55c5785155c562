/**
 * Parts of Python's library that Flask, FastAPI, Django, gunicorn, uvicorn, SQLAlchemy, requests or httpx
 * load at start. The runtime base holds them compiled, and without their source; the rest as source.
 *
 * A name too few costs milliseconds at a first import, nothing else.
 */
export const LOADED_AT_START = `
  __future__ _collections_abc _compat_pickle _compression _markupbase _sitebuiltins _strptime
  _sysconfigdata__x86_64-linux-gnu _threading_local _weakrefset abc argparse ast asyncio base64 bisect
  bz2 calendar codecs collections colorsys concurrent configparser contextlib contextvars copy copyreg
  csv ctypes dataclasses datetime decimal difflib dis email encodings enum fnmatch fractions functools
  genericpath gettext glob graphlib gzip hashlib heapq hmac html http importlib inspect io ipaddress
  json keyword linecache locale logging lzma mimetypes multiprocessing ntpath numbers opcode operator
  os pathlib pickle pkgutil platform posixpath pprint queue quopri random re reprlib secrets selectors
  shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep
  struct subprocess sysconfig tempfile textwrap threading token tokenize traceback types typing urllib
  uuid warnings weakref zipfile zipimport zoneinfo
`
  .trim()
  .split(/\s+/);

/**
 * Compiles the modules named as arguments and removes their sources. Files checked neither by clock nor
 * by hash: there is nothing left to check them against, and two builds give the same bytes.
 */
export const COMPILE_SCRIPT = [
  "import pathlib, py_compile, sys",
  "library = pathlib.Path('/usr/lib/python3.11')",
  "unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH",
  "for name in sys.argv[1:]:",
  "    for source in [*library.glob(name + '.py'), *library.glob(name + '/**/*.py')]:",
  "        py_compile.compile(str(source), f'{source}c', doraise=True, invalidation_mode=unchecked)",
  "        source.unlink()",
].join("\n");
