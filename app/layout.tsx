import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { environmentFault } from '#app/server/environment-fault.ts'
import { Unconfigured } from '#app/unconfigured.tsx'
import { Toaster } from '#components/ui/toast.tsx'
import { TooltipProvider } from '#components/ui/tooltip.tsx'

export const metadata: Metadata = {
  title: { default: 'MCP Ferry', template: '%s · MCP Ferry' },
  description: 'Carries MCP services to AI platforms and keeps them there.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8f8f9' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0c0d' },
  ],
}

/** The frame of every page: fonts, theme, toasts, and the state that lives in the address. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const faults = await environmentFault()
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
          <NuqsAdapter>
            <TooltipProvider>{faults === undefined ? children : <Unconfigured faults={faults} />}</TooltipProvider>
          </NuqsAdapter>
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  )
}
