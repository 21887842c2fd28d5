import type { Metadata } from 'next'
import { PasteView } from './paste/paste-view.tsx'

export const metadata: Metadata = { title: 'Import services' }

/** Texts of other clients, pasted or dropped, become services. They stay in the browser until they are imported. */
export default function ImportPage() {
  return <PasteView />
}
