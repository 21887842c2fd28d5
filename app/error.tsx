'use client'

import { FaultNotice } from '#components/shell/fault-notice.tsx'

/** What stands in place of a page that could not be made. */
export default function PageFault({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <FaultNotice digest={error.digest} onRetry={reset} />
}
