/** Calls of one stretch of time, one tool or one namespace. Milliseconds; null where nothing was answered. */
export interface CallFigure {
  calls: number
  errors: number
  toolErrors: number
  p50: number | null
  p95: number | null
}

export const NOTHING: CallFigure = { calls: 0, errors: 0, toolErrors: 0, p50: null, p95: null }

/** What both ways of counting give: by the number of the bar since 1970, by the tool's name, by the namespace's id (empty for none). */
export interface Figures {
  total: CallFigure
  byBar: Map<number, CallFigure>
  byTool: Map<string, CallFigure>
  byNamespace: Map<string, CallFigure>
  /** Requests that call no tool. */
  otherRequests: number
}
