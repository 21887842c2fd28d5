/** A key as the bindings write it: `j`, `X` for shift+x, `?`, `mod+k`, `Enter`, `ArrowDown`. */
export function keyOf(event: KeyboardEvent): string {
  const key =
    event.key.length === 1 && event.shiftKey && /[a-z]/i.test(event.key)
      ? `shift+${event.key.toLowerCase()}`
      : event.key
  return event.ctrlKey || event.metaKey ? `mod+${key.toLowerCase()}` : key
}

/** Whether a key pressed on this element is meant for the element itself: text is typed, or a list searches by letters. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'reset', 'range'].includes(target.type)
  return target.closest('[role="menu"], [role="listbox"], [role="combobox"]') !== null
}

/** Whether a dialog stands over the page. */
export function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !== null
}
