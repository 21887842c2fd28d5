'use client'

import './globals.css'
import { FaultNotice } from '#components/shell/fault-notice.tsx'

/** What stands when even the frame of the pages could not be made; so it brings its own. */
export default function FrameFault({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Not shown · MCP Ferry</title>
        <FaultNotice digest={error.digest} onRetry={reset} />
      </body>
    </html>
  )
}
