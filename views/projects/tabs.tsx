import { TextLink } from '../ui/section'

const places = [
  { href: '/projects', name: 'Projects' },
  { href: '/clients', name: 'Clients' },
  { href: '/tags', name: 'Tags' },
] as const

/** The way between the lists of what sessions are filed under. */
export const TidyTabs = ({ current }: { current: (typeof places)[number]['href'] }) => (
  <nav class="ranges mb-4" aria-label="Filed under">
    {places.map(({ href, name }) => (
      <a href={href} aria-current={href === current ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
)

/** The ways back, under each of the lists. */
export const TidyFoot = () => (
  <p class="section actions">
    <TextLink href="/changes">Recent changes</TextLink>
    <TextLink href="/deleted">Recently deleted</TextLink>
  </p>
)
