import { expect, it } from 'vitest';
import { plainColour } from '../src/picture';

it('says colours as every program that draws SVG understands them', () => {
  expect(plainColour('color(srgb 0.58 0 1)')).toBe('rgb(148, 0, 255)');
  expect(plainColour('color(srgb 1 0.5 0 / 0.25)')).toBe('rgba(255, 128, 0, 0.25)');
  expect(plainColour('rgb(1, 2, 3)')).toBe('rgb(1, 2, 3)');
  expect(plainColour('none')).toBe('none');
});
