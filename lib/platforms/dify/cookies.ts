/** The cookies of one signed-in account. Dify gives them a `__Host-` prefix on https without a cookie domain. */
export class CookieJar {
  readonly #cookies = new Map<string, string>()

  /** Takes over what an answer sets; an empty value deletes. */
  take(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const pair = line.split(';', 1)[0] ?? ''
      const cut = pair.indexOf('=')
      if (cut < 1) continue
      const name = pair.slice(0, cut).trim()
      const value = pair.slice(cut + 1).trim()
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }

  /** Value of a cookie by its plain name, prefixed or not. */
  get(name: string): string | undefined {
    return this.#cookies.get(`__Host-${name}`) ?? this.#cookies.get(`__Secure-${name}`) ?? this.#cookies.get(name)
  }

  /** For the `Cookie` header. */
  header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
