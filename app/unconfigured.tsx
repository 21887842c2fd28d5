import { StandalonePage } from '#components/shell/standalone-page.tsx'

/** Stands in place of every page while the project's environment lacks something: says what, never a value. */
export function Unconfigured({ faults }: { faults: readonly string[] }) {
  return (
    <StandalonePage
      width="wide"
      title="MCP Ferry cannot start yet"
      detail="The project’s environment variables need another look."
      after="Correct them in the project’s settings on Vercel, under Environment Variables, and deploy again."
    >
      <dl className="grid gap-4">
        {faults.map((fault) => {
          const [, name = '', words = fault] = /^([A-Z_, ]+): (.*)$/.exec(fault) ?? []
          return (
            <div key={fault}>
              <dt className="font-medium font-mono text-sm">{name}</dt>
              <dd className="text-muted-foreground">{words}</dd>
            </div>
          )
        })}
      </dl>
    </StandalonePage>
  )
}
