import { ShortcutList } from '../../views/data/palette/list'
import { ErrorNotice, ErrorPage } from '../../views/frame/shell/error'
import { PageHead, Section, Stack } from '../../views/ui/section'
import { ButtonSamples, FieldSamples, MoreFieldSamples } from './controls'
import { FigureSamples, HeatSamples, PaletteSamples, ProgressSamples } from './figures'
import { RowSamples, TableSamples } from './lists'
import { DialogSamples, EmptySample, EntrySample, NoticeSamples, PageSamples, ToastSamples } from './messages'

const failure = {
  status: 404,
  code: 'not_found',
  title: 'Page not found',
  detail: 'It may have been moved or deleted, or you don’t have access to it.',
  requestId: '01JD3K8Q',
}

/** Shows every component in each state, for people and for axe. */
export const ComponentsPage = () => (
  <>
    <PageHead title="Components" summary="each in each state" />
    <ButtonSamples />
    <FieldSamples />
    <MoreFieldSamples />
    <EntrySample />
    <FigureSamples />
    <ProgressSamples />
    <HeatSamples />
    <PaletteSamples />
    <RowSamples />
    <TableSamples />
    <NoticeSamples />
    <ToastSamples />
    <DialogSamples />
    <Section id="shortcut-list" title="Keyboard shortcuts" summary="can be switched off">
      <ShortcutList />
    </Section>
    <EmptySample />
    <PageSamples />
    <Section id="errors" title="Errors" summary="a page and a part">
      <Stack>
        <ErrorPage {...failure} heading="h3" />
        <ErrorNotice {...failure} />
      </Stack>
    </Section>
  </>
)
