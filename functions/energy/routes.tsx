import { EnergyPage } from '../../views/energy/page'
import { listedPages } from '../lib/resource/pages'
import { checkInPages, readEnergy } from './pages'
import { checkInResource } from './resource'

/** `/energy` */
export const energy = listedPages(checkInResource, checkInPages, {
  title: 'Energy',
  read: readEnergy,
  view: (page) => <EnergyPage {...page} />,
})
