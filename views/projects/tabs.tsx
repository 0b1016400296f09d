const places = [
  { href: '/projects', name: 'Projects' },
  { href: '/clients', name: 'Clients' },
  { href: '/tags', name: 'Tags' },
] as const

/** The way between the lists of what sessions are filed under. */
export const TidyTabs = ({ current }: { current: (typeof places)[number]['href'] }) => (
  <nav class="ranges" aria-label="Filed under">
    {places.map(({ href, name }) => (
      <a href={href} aria-current={href === current ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
)
