import { Tabs } from './section'

/** Pages that are one place of the navigation. */
const places = [
  [
    { href: '/projects', name: 'Projects' },
    { href: '/organizations', name: 'Organizations' },
    { href: '/tags', name: 'Tags' },
  ],
  [
    { href: '/people', name: 'People' },
    { href: '/feedback', name: 'Feedback' },
  ],
  [
    { href: '/learnings', name: 'Learnings' },
    { href: '/skills', name: 'Skills' },
  ],
  [
    { href: '/review/week', name: 'Week' },
    { href: '/review/month', name: 'Month' },
    { href: '/reviews', name: 'All' },
  ],
]

/** Tabs between the pages of a place; nothing for a page that is a place of its own. */
export const PlaceTabs = ({ path }: { path: string }) => {
  const tabs = places.find((pages) => pages.some(({ href }) => href === path))
  return tabs ? <Tabs label="Pages of this place" tabs={tabs} current={path} /> : null
}
