/** A request's target without the base path `base` before it; as it is where it does not begin with it. */
export function belowBase(target: string | undefined, base: string): string | undefined {
  return base !== '' && target?.startsWith(`${base}/`) === true ? target.slice(base.length) : target
}
