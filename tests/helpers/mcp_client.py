"""A client of the Python SDK, 1.x or 2.x: python mcp_client.py MODE URL prints what it saw as JSON.

MODE: version (says which SDK), auto, legacy, 2026-07-28, sse. Exit code 3 when there is no SDK.
"""

import asyncio
import json
import sys

try:
    from importlib.metadata import version

    import mcp

    VERSION = version("mcp")
except Exception:
    sys.exit(3)


async def look(session):
    tools, pages, cursor = 0, 0, None
    while pages == 0 or cursor:
        page = await session.list_tools(**({"cursor": cursor} if cursor else {}))
        tools, pages = tools + len(page.tools), pages + 1
        cursor = getattr(page, "next_cursor", None) or getattr(page, "nextCursor", None)
    called = await session.call_tool("echo", {"text": "hello"})
    return {"tools": tools, "pages": pages, "said": called.content[0].text}


async def by_first(mode, url):
    if mode == "sse":
        from mcp.client.sse import sse_client as connect
    else:
        from mcp.client.streamable_http import streamablehttp_client as connect
    async with connect(url) as (read, write, *_):
        async with mcp.ClientSession(read, write) as session:
            await session.initialize()
            return await look(session)


async def by_second(mode, url):
    if mode == "sse":
        from mcp.client.sse import sse_client

        client = mcp.Client(sse_client(url), mode="legacy")
    else:
        client = mcp.Client(url, mode=mode)
    async with client as session:
        return await look(session)


if sys.argv[1] == "version":
    print(json.dumps(VERSION))
else:
    run = by_first if VERSION.startswith("1.") else by_second
    print(json.dumps(asyncio.run(run(*sys.argv[1:3]))))
