import colorscale from "plotly.js/src/components/colorscale";
import fx from "plotly.js/src/components/fx";
import modebar from "plotly.js/src/components/modebar";
import en from "plotly.js/src/locale-en";
import enUs from "plotly.js/src/locale-en-us";
import methods from "plotly.js/src/plot_api";
import Registry from "plotly.js/src/registry";
import scatter from "plotly.js/src/traces/scatter";
import scatter3d from "plotly.js/src/traces/scatter3d";

// As plotly's own core does, without what a cloud of points never uses: sliders, menus, drawn shapes, images. Its parts find one
// another by name; `scatter` is what others look up defaults in.
Registry.register([scatter, scatter3d, fx, modebar, colorscale, en, enUs]);
for (const [name, fn] of Object.entries(methods)) Registry.register({ moduleType: "apiMethod", name, fn });

const { react, relayout, purge } = methods;
export { purge, react, relayout };
