import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from words import signed


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(signed("two days"))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    HTTPServer(("", int(os.environ["PORT"])), Answer).serve_forever()
