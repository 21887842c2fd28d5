"""FastMCP's proxy before the upstream: python fastmcp_proxy.py PORT URL CREDENTIAL."""

import sys

from fastmcp import FastMCP
from fastmcp.client.transports import StreamableHttpTransport

port, url, credential = sys.argv[1:]
transport = StreamableHttpTransport(url, headers={"authorization": f"Bearer {credential}"})
try:
    from fastmcp.server import create_proxy

    proxy = create_proxy(transport)
except ImportError:
    proxy = FastMCP.as_proxy(transport)
proxy.run(transport="http", host="127.0.0.1", port=int(port), path="/mcp", show_banner=False, log_level="ERROR")
