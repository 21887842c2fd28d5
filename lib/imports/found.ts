/** A server as a text describes it, before anything is compared. Templates hold placeholders as they were written. */
export interface Found {
  /** As the text calls it. */
  name: string
  /** Whether `name` was written as a name, and is not only the key that a client files it under. */
  named: boolean
  line: number
  identifier?: string
  /** Runs as a program on the machine of the client: there is no URL to reach. */
  stdio?: true
  url?: string
  transport?: 'auto' | 'streamable_http' | 'sse'
  /** Header templates that are presented to it. */
  headers: Record<string, string>
  oauthClient?: Record<string, unknown>
  /** A kind of credential that the text names without its values. */
  credentialKind?: string
  description?: string
  iconEmoji?: string
  iconColor?: string
  timeoutSeconds?: number
  sseReadTimeoutSeconds?: number
  /** What the reader should know of how it was read. */
  notes: string[]
  /** Why it cannot be taken. */
  fault?: string
}

/** What the text itself says about a variable (VS Code's `inputs`, LibreChat's `customUserVars`). */
export interface DescribedInput {
  label?: string
  description?: string
  secret?: boolean
  default?: string
}

/** A fault of a text, by its line (from 1). */
export interface TextFault {
  line: number
  message: string
}

/** One text, read. */
export interface ReadText {
  /** Its name: the file's, or what the page calls it. */
  name: string
  /** How the format is called; null when it was not recognised. */
  format: string | null
  found: Found[]
  inputs: Record<string, DescribedInput>
  faults: TextFault[]
  notes: string[]
}
