const lists = [
  { href: '/meetings', name: 'Meetings' },
  { href: '/action-items', name: 'Action items' },
  { href: '/feedback', name: 'Feedback' },
] as const

/** Tabs between meetings and what comes of them. */
export const MeetingTabs = ({ current }: { current: (typeof lists)[number]['href'] }) => (
  <nav class="ranges mb-4" aria-label="Meetings and what comes of them">
    {lists.map(({ href, name }) => (
      <a href={href} aria-current={href === current ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
)
