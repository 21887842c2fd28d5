'use client'

import { useEffect, useState } from 'react'
import { VerdictBar } from '#components/status/verdict-bar.tsx'
import { durationText } from '#components/time/format.ts'
import { Card } from '#components/ui/card.tsx'
import type { RunView } from '#lib/sync/schema.ts'
import { isOver, segmentsOf } from '../run-words.ts'

const numbers = new Intl.NumberFormat('en')

/** One number and its bar; time and pace beside, as far as they are known. */
export function Progress({ run }: { run: RunView }) {
  const over = isOver(run)
  const elapsed = useElapsed(run)
  const { finished, total, itemsPerSecond, secondsLeft, counts } = run
  return (
    <Card className="p-4 max-md:rounded-none max-md:border-0 max-md:bg-transparent max-md:p-0">
      <div className="flex items-end gap-8">
        <p className="flex-1 whitespace-nowrap">
          <span className="font-semibold text-2xl">{numbers.format(finished)}</span>{' '}
          <span className="ml-1 text-lg text-muted-foreground">of {numbers.format(total)}</span>
        </p>
        <dl className="flex gap-8 max-md:hidden">
          <Figure
            value={over && elapsed < 60_000 ? durationText(elapsed) : clock(elapsed)}
            name={over ? 'it took' : 'elapsed'}
          />
          {!over && secondsLeft !== null && secondsLeft > 0 && (
            <Figure value={`about ${roughly(secondsLeft)}`} name="left" />
          )}
          {itemsPerSecond !== null && !over && <Figure value={`${rate(itemsPerSecond)}/s`} name="items" />}
          {!over && run.parallel !== null && (
            <Figure value={String(run.parallel)} name={`at a time, at most ${run.parallelMost}`} />
          )}
        </dl>
        <p className="text-muted-foreground md:hidden">
          {over
            ? `in ${durationText(elapsed)}`
            : [
                secondsLeft !== null && secondsLeft > 0 && `about ${roughly(secondsLeft)} left`,
                itemsPerSecond !== null && `${rate(itemsPerSecond)}/s`,
              ]
                .filter(Boolean)
                .join(', ')}
        </p>
      </div>
      <VerdictBar
        segments={segmentsOf(counts)}
        total={total}
        label={`${finished} of ${total} done`}
        progress={!over}
        className="mt-3"
      />
    </Card>
  )
}

function Figure({ value, name }: { value: string; name: string }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-muted-foreground text-xs">{name}</dt>
      <dd className="font-medium text-base">{value}</dd>
    </div>
  )
}

/** 00:19, 12:05, 1:02:40. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

function rate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond))
}

/** The server's figure, carried on by this browser's clock between two messages. */
function useElapsed(run: RunView): number {
  const [heard, setHeard] = useState({ ms: run.elapsedMs, at: 0, now: 0 })
  const running = run.status === 'running'
  useEffect(() => setHeard({ ms: run.elapsedMs, at: Date.now(), now: Date.now() }), [run.elapsedMs])
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setHeard((before) => ({ ...before, now: Date.now() })), 1000)
    return () => clearInterval(timer)
  }, [running])
  return running ? heard.ms + Math.max(0, heard.now - heard.at) : run.elapsedMs
}

/** A guess has no decimals: «7 s», «3 min». */
function roughly(seconds: number): string {
  return seconds < 100 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`
}
