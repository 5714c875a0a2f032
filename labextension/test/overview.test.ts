import { afterEach, describe, expect, it, vi } from 'vitest';
import { fitting } from '../src/layouts';
import { Orientation } from '../src/orientation';
import { Overview } from '../src/overview';
import { golden } from './golden';

afterEach(() => vi.restoreAllMocks());

describe('the map of a drawing', () => {
  it('shows every node, what is seen and where the walk is, to the eye only', () => {
    const document = golden('mlp');
    const { layout } = document;
    const map = new Overview(() => undefined);
    map.draw(document, layout);
    expect(map.element.getAttribute('aria-hidden')).toBe('true');
    expect(map.element.getAttribute('viewBox')).toBe(`0 0 ${layout.width} ${layout.height}`);
    expect(map.element.querySelectorAll('.ag-spot')).toHaveLength(layout.nodes.length);
    map.look({ x: -5, y: 10.4, width: 1e6, height: 20 });
    const seen = map.element.querySelector('.ag-seen');
    const sides = ['x', 'y', 'width', 'height'];
    expect(sides.map((side) => Number(seen?.getAttribute(side)))).toEqual([
      0,
      10,
      Math.round(layout.width),
      20,
    ]);
    const here = map.element.querySelector('.ag-here');
    expect(here?.getAttribute('display')).toBe('none');
    map.at({ x: 1, y: 2, width: 3, height: 4 });
    expect(here?.getAttribute('display')).toBeNull();
    expect(sides.map((side) => here?.getAttribute(side))).toEqual(['1', '2', '3', '4']);
  });

  it('leads where one presses and draws', () => {
    const went: number[][] = [];
    const map = new Overview((x, y) => went.push([Math.round(x), Math.round(y)]));
    const document = golden('mlp');
    map.draw(document, { ...document.layout, width: 1000, height: 400 });
    vi.spyOn(map.element, 'getBoundingClientRect').mockReturnValue(new DOMRect(10, 20, 100, 40));
    const send = (type: string, clientX: number, clientY: number): void => {
      const event = new MouseEvent(type, { clientX, clientY, button: 0 });
      Object.defineProperty(event, 'pointerId', { value: 1 });
      map.element.dispatchEvent(event);
    };
    send('pointermove', 60, 40);
    send('pointerdown', 60, 40);
    send('pointermove', 110, 60);
    send('pointerup', 110, 60);
    send('pointermove', 20, 30);
    expect(went).toEqual([
      [500, 200],
      [1000, 400],
    ]);
  });
});

describe('which way a picture runs', () => {
  const document = golden('dot');
  const narrow = Math.ceil((document.down?.layout.width ?? 0) * 0.75);

  it('is down where a narrow column would cut it, and holds it turned', () => {
    expect(narrow).toBeLessThan(document.layout.width * 0.75);
    expect(fitting(document, Number.POSITIVE_INFINITY)).toBe('right');
    expect(fitting(document, narrow)).toBe('down');
    expect(fitting(document, narrow - 1)).toBe('right');
    expect(fitting({ ...document, down: null }, narrow)).toBe('right');
  });

  it('follows the room until someone says otherwise', () => {
    const turned = vi.fn();
    const way = new Orientation(turned);
    expect(way.of(document)).toBe('right');
    way.narrow(narrow);
    expect([way.way, turned.mock.calls.length]).toEqual(['down', 1]);
    way.narrow(Number.POSITIVE_INFINITY);
    expect([way.way, turned.mock.calls.length]).toEqual(['right', 2]);
    way.say('right');
    way.narrow(narrow);
    expect([way.way, way.of(document)]).toEqual(['right', 'right']);
    way.say('right', true);
    expect(way.way).toBe('down');
    way.say('down');
    way.narrow(Number.POSITIVE_INFINITY);
    expect(way.way).toBe('down');
  });
});
