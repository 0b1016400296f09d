import { ListFoot } from '../../ui/listing'
import { Tabs, TextLink } from '../../ui/section'

const lists = [
  { href: '/projects', name: 'Projects' },
  { href: '/organizations', name: 'Organizations' },
  { href: '/people', name: 'People' },
  { href: '/tags', name: 'Tags' },
] as const

/** Tabs between the lists that work is filed under. */
export const TidyTabs = ({ current }: { current: (typeof lists)[number]['href'] }) => (
  <Tabs label="Organise" tabs={lists} current={current} />
)

/** Links below each of the lists to undo and restore. */
export const TidyFoot = () => (
  <ListFoot>
    <TextLink href="/changes">Recent changes</TextLink>
  </ListFoot>
)
