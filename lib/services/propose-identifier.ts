const LENGTH = 24
/** Letters that Unicode does not take apart into a base letter and a mark. */
const SPELLED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  þ: 'th',
  ð: 'd',
  ı: 'i',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
}

/**
 * An identifier (`[a-z0-9_-]{1,24}`) for a service's name: «Sales Figures» → `sales_figures`, cut at a word where that is
 * possible. Empty when the name holds no letter or digit that an identifier can carry.
 */
export function proposeIdentifier(name: string): string {
  const spelled = [...name.normalize('NFC').toLowerCase()].map((letter) => SPELLED[letter] ?? letter).join('')
  const words = spelled
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  let proposal = ''
  for (const word of words) {
    const longer = proposal === '' ? word : `${proposal}_${word}`
    if (longer.length > LENGTH) break
    proposal = longer
  }
  return proposal === '' ? (words[0] ?? '').slice(0, LENGTH) : proposal
}
