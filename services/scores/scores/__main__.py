import os

import uvicorn

from .app import create_app

if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8001"))
    uvicorn.run(create_app(), host="0.0.0.0", port=port, timeout_graceful_shutdown=10)
