const pages = [
  { href: '/review/week', name: 'Week' },
  { href: '/review/month', name: 'Month' },
  { href: '/evidence', name: 'Evidence' },
] as const

/** Tabs between the pages that look back. */
export const LookBackTabs = ({ current }: { current?: (typeof pages)[number]['href'] }) => (
  <nav class="ranges mb-4" aria-label="Look back">
    {pages.map(({ href, name }) => (
      <a href={href} aria-current={href === current ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
)
