'use client'

import { Button } from '#components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'

/** From where Dify calls a service, and what usually stands in the way. */
export function NetworkHelp() {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button className="max-md:w-full">How Dify’s network works</Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="How Dify’s network works" className="w-100 max-w-[calc(100vw-32px)]">
        <p className="font-medium">Dify calls the service from its own server.</p>
        <ul className="mt-2 flex list-disc flex-col gap-1.5 pl-4 text-muted-foreground">
          <li>
            Its API container makes the call, not this installation and not a browser. An address that answers here may
            not exist there: <span className="font-mono text-xs">localhost</span> is the container itself.
          </li>
          <li>
            Its calls go through the SSRF proxy that comes with Dify. That one may refuse private addresses and unusual
            ports, also where the service itself answers.
          </li>
          <li>
            To allow a private service: add its address and port to the rules of Dify’s{' '}
            <span className="font-mono text-xs">ssrf_proxy</span> container, restart it, then retry here.
          </li>
          <li>Or give the service an address that Dify reaches: a public one, or a name on Dify’s own network.</li>
        </ul>
      </PopoverContent>
    </Popover>
  )
}
