'use client'

import { useEffect, useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { readTools } from '#app/(console)/tokens/actions.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RadioField, RadioGroup } from '#components/ui/radio.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { TokenTool } from '#lib/tokens/index.ts'
import { type TokenOptions, tokenOptionsSchema } from '#lib/tokens/schema.ts'
import { counted } from '../words.ts'
import { ToolChecklist } from './tool-checklist.tsx'

interface OptionsDialogProps {
  serviceId: string
  serviceName: string
  /** «every namespace», «Research» */
  place: string
  options: TokenOptions
  /** Keeps the options; false when that failed, and the dialog stays. */
  onSave: (options: TokenOptions) => Promise<boolean>
  onClose: () => void
}

interface Fields {
  which: 'all' | 'chosen'
  tools: string[]
  toolPrefix: string
  callsPerMinute: string
}

/** What a generated token lets through: tools, a prefix for their names, calls a minute. */
export function OptionsDialog({ serviceId, serviceName, place, options, onSave, onClose }: OptionsDialogProps) {
  const [tools, setTools] = useState<TokenTool[] | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const form = useForm<Fields>({
    defaultValues: {
      which: options.allowedTools === null ? 'all' : 'chosen',
      tools: options.allowedTools ?? [],
      toolPrefix: options.toolPrefix ?? '',
      callsPerMinute: options.callsPerMinute === null ? '' : String(options.callsPerMinute),
    },
  })
  useEffect(() => {
    let gone = false
    void readTools({ serviceId }).then((answer) => {
      if (gone) return
      if (answer.ok) setTools(answer.value)
      else setFault([answer.error.message, answer.error.next].filter(Boolean).join(' '))
    })
    return () => {
      gone = true
    }
  }, [serviceId])
  const { which, tools: chosen, toolPrefix } = form.watch()
  const missing = which === 'chosen' && chosen.length === 0 ? 'Choose at least one tool, or allow all.' : null
  const { errors, isDirty } = form.formState
  const example = (which === 'chosen' ? chosen[0] : tools?.[0]?.name) ?? 'search'

  const submit = form.handleSubmit(async (fields) => {
    if (missing !== null || saving) return
    const parsed = tokenOptionsSchema.safeParse({
      allowedTools: fields.which === 'all' ? null : fields.tools,
      toolPrefix: fields.toolPrefix,
      callsPerMinute: fields.callsPerMinute.trim() === '' ? null : Number(fields.callsPerMinute),
    })
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) {
        const field = path[0] === 'toolPrefix' || path[0] === 'callsPerMinute' ? path[0] : 'tools'
        form.setError(field, { message })
      }
      return
    }
    setSaving(true)
    const saved = await onSave(parsed.data)
    setSaving(false)
    if (saved) onClose()
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={{ when: isDirty, title: 'Discard what was changed?', description: 'The token keeps what it had.' }}
    >
      <DialogContent size="medium" onPrimary={submit}>
        <DialogHeader title={`What may be called of ${serviceName}`} detail={`In ${place}`} stacked />
        <form onSubmit={submit} noValidate className="contents">
          <DialogBody className="flex flex-col gap-5 pt-2">
            <Controller
              control={form.control}
              name="which"
              render={({ field }) => (
                <RadioGroup aria-label="Tools" value={field.value} onValueChange={field.onChange}>
                  <RadioField value="all" label="All tools" hint="Also those that the service gets later." />
                  <RadioField
                    value="chosen"
                    label="Chosen tools only"
                    hint="Fewer tools are cheaper and clearer for the models there."
                  />
                </RadioGroup>
              )}
            />
            {which === 'chosen' &&
              (fault ? (
                <Notice kind="bad" title={fault} />
              ) : tools === null ? (
                <div className="flex flex-col gap-3 rounded-md border p-3" aria-busy="true">
                  {['first', 'second', 'third'].map((key) => (
                    <Skeleton key={key} className="w-48" />
                  ))}
                </div>
              ) : tools.length === 0 && chosen.length === 0 ? (
                <Notice title="No check has listed a tool of this service yet.">Allow all, or check it first.</Notice>
              ) : (
                <Controller
                  control={form.control}
                  name="tools"
                  render={({ field }) => <ToolChecklist tools={tools} chosen={field.value} onChange={field.onChange} />}
                />
              ))}
            {errors.tools && <p className="text-bad text-xs">{errors.tools.message}</p>}
            <fieldset className="grid grid-cols-2 gap-4 border-t pt-4 max-md:grid-cols-1">
              <legend className="float-left col-span-full font-medium">Limits</legend>
              <Field
                label="Prefix of tool names"
                optional
                error={errors.toolPrefix?.message}
                hint={
                  toolPrefix === ''
                    ? 'Settles names that two services share.'
                    : `${example} becomes ${toolPrefix}${example}.`
                }
              >
                <Input {...form.register('toolPrefix')} autoComplete="off" spellCheck={false} mono />
              </Field>
              <Field
                label="Calls a minute"
                optional
                error={errors.callsPerMinute?.message}
                hint="Empty: no limit. Each namespace is counted on its own."
              >
                <Input {...form.register('callsPerMinute')} inputMode="numeric" autoComplete="off" />
              </Field>
            </fieldset>
          </DialogBody>
          <DialogFooter note={missing}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={saving} disabled={missing !== null}>
              {which === 'all' ? 'Allow all tools' : `Allow ${counted(chosen.length, 'tool')}`}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  )
}
