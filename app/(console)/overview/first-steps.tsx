import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { LinkButton } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { StepNumber } from '#components/ui/step-number.tsx'
import { platformsHref } from '../platforms/search-params.ts'
import { servicesHref } from '../services/search-params.ts'

interface FirstStepsProps {
  done: { services: boolean; platform: boolean }
  mayAdd: boolean
  mayConnect: boolean
  maySync: boolean
  /** The way that does all three, where there is a demo. */
  demo?: ReactNode
}

/** The three steps to the first tools in Dify; the one that is due has the primary button. */
export function FirstSteps({ done, mayAdd, mayConnect, maySync, demo }: FirstStepsProps) {
  const both = done.services && done.platform
  const steps = [
    {
      title: 'Add your MCP services',
      text: 'Name and URL of each. It is checked at once: what it answers, how fast, which tools.',
      done: done.services,
      due: !done.services,
      action: mayAdd && (
        <>
          {!done.services && demo}
          <LinkButton
            icon={<Plus />}
            variant={done.services ? 'secondary' : 'primary'}
            href={servicesHref({ form: 'new' })}
          >
            {done.services ? 'Add another' : 'Add service'}
          </LinkButton>
        </>
      ),
      otherwise: 'an operator can',
    },
    {
      title: 'Connect a platform',
      text: 'The address of a Dify from 1.6 on, and an admin API key or an account.',
      done: done.platform,
      due: done.services && !done.platform,
      action: mayConnect && (
        <LinkButton
          variant={done.services && !done.platform ? 'primary' : 'secondary'}
          href={platformsHref({ connect: 'new' })}
        >
          {done.platform ? 'Connect another' : 'Connect a platform'}
        </LinkButton>
      ),
      otherwise: 'an admin can',
    },
    {
      title: 'Synchronize',
      text: 'Select services, choose namespaces and tokens, look at the plan, confirm, watch.',
      done: false,
      due: both,
      action: both && maySync && (
        <LinkButton variant="primary" href={servicesHref({})}>
          Select services
        </LinkButton>
      ),
      otherwise: both ? 'an operator can' : 'after 1 and 2',
    },
  ]
  return (
    <div className="flex flex-col gap-4">
      <Card className="max-w-220">
        <ol>
          {steps.map((step, index) => (
            <li
              key={step.title}
              className="flex items-center gap-4 border-b px-5 py-4 last:border-b-0 max-md:flex-wrap"
            >
              <StepNumber number={index + 1} size={24} state={step.done ? 'done' : step.due ? 'current' : 'open'} />
              <div className="min-w-0 flex-1 max-md:basis-[calc(100%-4rem)]">
                <h2 className="font-medium">{step.title}</h2>
                <p className="text-muted-foreground">{step.text}</p>
              </div>
              <div className="flex gap-2 max-md:w-full max-md:*:flex-1">
                {step.action || <span className="text-muted-foreground">{step.otherwise}</span>}
              </div>
            </li>
          ))}
        </ol>
      </Card>
      {demo && !done.services && (
        <p className="text-muted-foreground">
          The demo does the first two in seconds: services and a sandbox that answers like Dify 1.14.0, on this machine
          only.
        </p>
      )}
    </div>
  )
}
