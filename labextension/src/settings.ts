/** The learner's settings (schema/plugin.json): read for all views of the page, and changed by commands. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';

import { type Preferences, prefer, preferences } from './preferences';

/** The plugin whose settings they are. */
export const PLUGIN = 'autograd-nb:plugin';

/** Follows the settings from now on. Where they cannot be read the defaults hold. */
export async function readSettings(registry: ISettingRegistry): Promise<void> {
  const settings = await registry.load(PLUGIN).catch(() => null);
  if (!settings) return;
  const read = (): void => prefer(settings.composite);
  settings.changed.connect(read);
  read();
}

/** Changes one of them: for good where there is a registry, else for this page. */
export async function changeSetting(
  registry: ISettingRegistry | null,
  change: Partial<Preferences>,
): Promise<void> {
  prefer({ ...preferences(), ...change });
  for (const [name, value] of Object.entries(change)) await registry?.set(PLUGIN, name, value);
}
