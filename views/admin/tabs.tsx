const places = [
  { href: '/admin/users', name: 'Users' },
  { href: '/admin/whitelists', name: 'Apps' },
  { href: '/admin/audit', name: 'Audit' },
] as const

export const AdminTabs = ({ current }: { current: (typeof places)[number]['href'] }) => (
  <nav class="ranges mb-4" aria-label="Admin">
    {places.map(({ href, name }) => (
      <a href={href} aria-current={href === current ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
)
