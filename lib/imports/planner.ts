import { type CreateServiceInput, createServiceSchema, type UpdateServiceInput } from '#lib/services/schema.ts'
import { compareWith } from './compare.ts'
import type { Entry } from './entry.ts'
import type { ReadText } from './found.ts'
import { fillIn } from './placeholders.ts'
import { couldBe, hrefOf, type Registered, type RegisteredService } from './registered.ts'
import type { Choice, ImportRow } from './schema.ts'
import { freeIdentifier } from './service-look.ts'

/** A row with what it will write. */
export interface PlannedRow {
  row: ImportRow
  create?: CreateServiceInput
  update?: UpdateServiceInput
}

/** Decides row by row; knows what earlier rows have taken. */
export class Planner {
  readonly #registered: Registered
  readonly #texts: readonly ReadText[]
  /** Identifiers that rows before this one create, and services that they are. */
  readonly #created = new Map<string, Entry>()
  readonly #matched = new Map<string, Entry>()

  constructor(registered: Registered, texts: readonly ReadText[]) {
    this.#registered = registered
    this.#texts = texts
  }

  async plan(entry: Entry): Promise<PlannedRow> {
    const { found } = entry
    if (found.stdio)
      return rowOnly(entry, {
        verdict: 'stdio',
        reason: 'It runs as a program beside its client (stdio). It needs hosting before it can be a service.',
      })
    if (found.fault !== undefined) return rowOnly(entry, { verdict: 'fault', reason: found.fault })
    if (entry.credential.state === 'fault') return rowOnly(entry, { verdict: 'fault', reason: entry.credential.reason })
    const named = this.#registered.byIdentifier(entry.look.identifier)
    if (named !== undefined && this.#isAt(entry, named)) return this.#existing(entry, named)
    const located = entry.url === undefined ? undefined : this.#registered.byUrl(hrefOf(entry.url))
    if (
      located !== undefined &&
      (named === undefined || found.identifier === undefined) &&
      !this.#matched.has(located.id)
    )
      return this.#existing(entry, located)
    if (named !== undefined) return this.#taken(entry, named)
    return this.#fresh(entry)
  }

  #isAt({ found, url, urlAsks }: Entry, service: RegisteredService): boolean {
    if (urlAsks.length > 0) return couldBe(found.url ?? '', service.url)
    return url !== undefined && hrefOf(url) === service.url
  }

  async #existing(entry: Entry, service: RegisteredService): Promise<PlannedRow> {
    const earlier = this.#matched.get(service.id)
    const skipped = {
      name: service.name,
      identifier: service.identifier,
      serviceId: service.id,
      iconEmoji: service.iconEmoji,
      iconColor: service.iconColor,
    }
    if (earlier !== undefined)
      return rowOnly(entry, { ...skipped, verdict: 'skip', reason: `The same service as in ${this.#place(earlier)}.` })
    if (entry.choice === 'skip')
      return rowOnly(entry, { ...skipped, verdict: 'skip', reason: 'Left out.', choices: ['take', 'skip'] })
    this.#matched.set(service.id, entry)
    return this.#update(entry, service, service.url, ['take', 'skip'])
  }

  async #update(entry: Entry, service: RegisteredService, url: string, choices: Choice[]): Promise<PlannedRow> {
    const { changes, update, credential, asks } = await compareWith(service, entry.found, url, entry.credential)
    const same = changes.length === 0
    return {
      ...(!same && { update }),
      row: {
        ...rowOf(entry),
        ...{
          name: String(update.name),
          identifier: service.identifier,
          iconEmoji: service.iconEmoji,
          iconColor: service.iconColor,
          url,
          serviceId: service.id,
          credential,
          asks,
          changes,
        },
        verdict: same ? 'unchanged' : 'update',
        choices: same ? [] : choices,
      },
    }
  }

  /** Its identifier belongs to a service at another URL. */
  async #taken(entry: Entry, service: RegisteredService): Promise<PlannedRow> {
    const choices: Choice[] =
      this.#matched.has(service.id) || entry.url === undefined ? ['rename', 'skip'] : ['rename', 'update', 'skip']
    const reason = `«${entry.look.identifier}» is registered at ${service.url} already.`
    if (entry.choice === 'update' && choices.includes('update') && entry.url !== undefined && URL.canParse(entry.url)) {
      this.#matched.set(service.id, entry)
      return this.#update(entry, service, hrefOf(entry.url), choices)
    }
    return this.#conflict(entry, reason, choices)
  }

  #conflict(entry: Entry, reason: string, choices: Choice[]): PlannedRow {
    const renamed = freeIdentifier(
      entry.look.identifier,
      (identifier) => this.#registered.isTaken(identifier) || this.#created.has(identifier),
    )
    if (entry.choice === 'skip') return rowOnly(entry, { verdict: 'skip', reason: 'Left out.', choices, renamed })
    if (entry.choice !== 'rename') return rowOnly(entry, { verdict: 'conflict', reason, choices, renamed })
    return this.#create({ ...entry, look: { ...entry.look, identifier: renamed } }, choices, renamed)
  }

  #fresh(entry: Entry): PlannedRow {
    const earlier = this.#created.get(entry.look.identifier)
    if (earlier === undefined) {
      if (entry.choice === 'skip')
        return rowOnly(entry, { verdict: 'skip', reason: 'Left out.', choices: ['take', 'skip'] })
      return this.#create(entry, ['take', 'skip'], null)
    }
    const where = this.#place(earlier)
    if (earlier.found.url === entry.found.url)
      return rowOnly(entry, { verdict: 'skip', reason: `The same server stands in ${where}.` })
    return this.#conflict(
      entry,
      `Its identifier «${entry.look.identifier}» is that of ${where} already, with another URL.`,
      ['rename', 'skip'],
    )
  }

  #create(entry: Entry, choices: Choice[], renamed: string | null): PlannedRow {
    const { look, credential, urlAsks } = entry
    const asks = [...new Set([...urlAsks, ...(credential.state === 'open' ? credential.asks : [])])]
    const create: CreateServiceInput = {
      ...look,
      // A variable that is still open stands for some value, so that the rest can be looked at.
      url: entry.url ?? fillIn(entry.found.url ?? '', new Map(urlAsks.map((name) => [name, 'x']))) ?? '',
      credential: credential.state === 'given' ? credential.credential : { kind: 'none' },
    }
    const parsed = createServiceSchema.safeParse(create)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return rowOnly(entry, {
        verdict: 'fault',
        reason: `${FIELD_WORDS[String(issue?.path[0])] ?? 'It'}: ${issue?.message ?? 'cannot be used.'}`,
      })
    }
    this.#created.set(look.identifier, entry)
    const note =
      credential.state === 'kind'
        ? [`Its credential (${credential.kind}) is not in the table. Enter it afterwards.`]
        : []
    return {
      create,
      row: {
        ...rowOf(entry),
        identifier: look.identifier,
        verdict: 'create',
        asks,
        choices,
        renamed,
        notes: [...entry.notes, ...note],
      },
    }
  }

  #place({ text, found }: Entry): string {
    return this.#texts.length === 1 ? `line ${found.line}` : `line ${found.line} of ${this.#texts[text]?.name}`
  }
}

const FIELD_WORDS: Record<string, string> = {
  url: 'URL',
  name: 'Name',
  identifier: 'Identifier',
  description: 'Description',
  credential: 'Credential',
  iconEmoji: 'Icon',
  iconColor: 'Icon colour',
  transport: 'Transport',
  timeoutSeconds: 'Timeout',
  sseReadTimeoutSeconds: 'SSE read timeout',
}

function rowOf(entry: Entry): ImportRow {
  const { key, text, found, look, notes, credential } = entry
  return {
    ...{
      key,
      text,
      line: found.line,
      name: look.name,
      identifier: look.identifier,
      iconEmoji: look.iconEmoji,
      iconColor: look.iconColor,
    },
    url: entry.url ?? found.url ?? '',
    credential: credential.state === 'open' || credential.state === 'given' ? credential.words : 'None',
    ...{ verdict: 'create', reason: null, changes: [], notes, asks: [], choices: [], renamed: null, serviceId: null },
  }
}

function rowOnly(entry: Entry, part: Partial<ImportRow>): PlannedRow {
  return { row: { ...rowOf(entry), ...part } }
}
