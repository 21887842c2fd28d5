/** Characters that are not text: C0 and C1 controls, line and paragraph separators. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u
/** Characters that turn the reading direction of what follows: one name could then be shown as another. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
/** Characters without a width. Joiners are left out: emoji and several scripts need them between two characters. */
const INVISIBLE =
  /\u034f|[\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e0fff}]/u
const EMOJI_TAGS = /\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]+\u{e007f}/gu
/** A joiner that joins nothing: at an end, beside a space, beside another joiner, or between two Latin letters or digits. */
const IDLE_JOINER =
  /(^|[\s\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](\s|$)|[\p{Script=Latin}\p{Nd}][\u200c\u200d]|[\u200c\u200d][\p{Script=Latin}\p{Nd}]/u
const LONE_SURROGATE = /\p{Cs}/u

/** How many characters a text has as platforms count them: Unicode code points. */
export function characters(text: string): number {
  return [...text].length
}

/** What is wrong with the characters of a one-line text, as the rest of a sentence («holds a line break»), or nothing. */
export function lineFault(text: string): string | undefined {
  if (/[\r\n]/.test(text)) return 'Holds a line break. Write it on one line.'
  return textFault(text)
}

/** The same for a text of several lines: line breaks and tabs are text there. */
export function paragraphFault(text: string): string | undefined {
  return textFault(text.replaceAll(/[\r\n\t]/g, ' '))
}

function textFault(text: string): string | undefined {
  const plain = text.replaceAll(EMOJI_TAGS, '')
  if (CONTROL.test(plain) || LONE_SURROGATE.test(plain))
    return 'Holds a control character. Delete it, or type the text instead of pasting it.'
  if (DIRECTION.test(plain))
    return 'Holds an invisible character that reverses the reading direction. Type the text instead of pasting it.'
  if (INVISIBLE.test(plain) || IDLE_JOINER.test(plain))
    return 'Holds an invisible character without width. Type the text instead of pasting it.'
  return undefined
}
