import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '#tests/helpers/free-port.ts'
import { type Child, startChild } from './child.ts'

/** Another server before the same upstream, where it is installed on this machine. */
export interface Other extends Child {
  version: string
}

/** nginx with one worker, the token looked up in a map, the credential set, nothing buffered; undefined where it is not installed. */
export async function startNginx(upstreamPort: number, credential: string, token: string): Promise<Other | undefined> {
  const version = spawnSync('nginx', ['-v'], { encoding: 'utf8' })
  if (version.error !== undefined) return undefined
  const port = await freePort()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-bench-nginx-'))
  const file = path.join(folder, 'nginx.conf')
  fs.writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
events { worker_connections 10000; }
http {
  access_log ${folder}/access.log;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  map $http_authorization $service { default ""; "Bearer ${token}" "/legacy"; }
  upstream mcp { server 127.0.0.1:${upstreamPort}; keepalive 128; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port} backlog=4096; keepalive_requests 1000000;
    location / {
      if ($service = "") { return 401; }
      proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Authorization "Bearer ${credential}";
      proxy_buffering off; proxy_request_buffering off; proxy_pass http://mcp$service;
    }
  }
}
`,
  )
  const child = await startChild('nginx', ['-p', folder, '-c', file], { port })
  return {
    ...child,
    version: /nginx\/\S+/.exec(version.stderr)?.[0] ?? 'nginx',
    async close() {
      await child.close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** FastMCP's proxy, by `FASTMCP_PYTHON` or python3; undefined where that has no fastmcp. */
export async function startFastmcp(upstreamPort: number, credential: string): Promise<Other | undefined> {
  const python = process.env.FASTMCP_PYTHON ?? 'python3'
  const version = spawnSync(python, ['-c', 'import fastmcp; print(fastmcp.__version__)'], { encoding: 'utf8' })
  if (version.error !== undefined || version.status !== 0) return undefined
  const port = await freePort()
  const script = path.join(import.meta.dirname, 'servers', 'fastmcp_proxy.py')
  const child = await startChild(
    python,
    [script, String(port), `http://127.0.0.1:${upstreamPort}/legacy`, credential],
    {
      port,
    },
  )
  return { ...child, version: `FastMCP ${version.stdout.trim()}` }
}
