'use client'

import { Button } from '#components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'

/** Where Dify's admin API key is set, for somebody who runs that Dify. */
export function KeyHelp() {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="link">Where to find the key in Dify</Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Where to find the key in Dify" align="end" className="w-90 max-w-[calc(100vw-32px)]">
        <p>
          The key stands in the environment of Dify’s API server; with Docker Compose that is the file{' '}
          <code className="font-mono text-xs">.env</code> beside its{' '}
          <code className="font-mono text-xs">docker-compose.yaml</code>:
        </p>
        <pre className="mt-2 overflow-x-auto rounded-md border bg-muted px-3 py-2 font-mono text-xs">
          {'ADMIN_API_KEY_ENABLE=true\nADMIN_API_KEY=a long random text'}
        </pre>
        <p className="mt-2 text-muted-foreground">
          Neither is set by default. Set both, restart the API server, and enter the second value. Dify 1.9.2 to 1.10.1
          refuse their own key: use an account there.
        </p>
      </PopoverContent>
    </Popover>
  )
}
