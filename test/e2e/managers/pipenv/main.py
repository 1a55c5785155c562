import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from itsdangerous import Signer


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(Signer("a key").sign("two days"))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    HTTPServer(("", int(os.environ["PORT"])), Answer).serve_forever()
