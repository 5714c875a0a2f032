import css from '../style/view.css';
import { View } from './view';

void css;
void View;
