/** Grounds for a service's tile: pale ones, on which an emoji stands out in both themes, then dark ones for letters. */
export const ICON_COLORS = [
  '#e4e7ec',
  '#dbeafe',
  '#dcf5e3',
  '#fdecc8',
  '#fde2e1',
  '#ede4fb',
  '#d5f3f0',
  '#3a5a8c',
  '#2f6b5e',
  '#5b6470',
] as const

/** How many of them are pale. */
export const PALE_COLORS = 7

/** Emoji that suit services; any other can be typed. */
export const ICON_EMOJI = [
  ...['🧰', '🛠️', '🔎', '📚', '📄', '🗂️', '📊', '📈', '🧾', '💳'],
  ...['💱', '📅', '🕒', '🌦️', '🗺️', '🚚', '📦', '🏷️', '🏢', '👥'],
  ...['💬', '✉️', '📰', '💡', '🚨', '🔐', '🧪', '🧠', '🤖', '🗄️'],
] as const
