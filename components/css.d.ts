import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Custom properties set by components, such as `--tile`. */
    [property: `--${string}`]: string | number | undefined
  }
}
