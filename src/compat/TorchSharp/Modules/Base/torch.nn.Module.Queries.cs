using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The parameters with dotted paths; one that is shared appears once, under its first path.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                HashSet<Parameter> seen = new(ReferenceEqualityComparer.Instance);
                foreach ((string path, Parameter parameter) in _ownParameters.Items)
                {
                    if (seen.Add(parameter)) yield return (path, parameter);
                }
                if (!recurse) yield break;
                foreach ((string child, Module module) in _submodules.Items)
                {
                    foreach ((string path, Parameter parameter) in module.named_parameters())
                    {
                        if (seen.Add(parameter)) yield return ($"{child}.{path}", parameter);
                    }
                }
            }

            /// <summary>The same without the paths, which would be built anew at every step that clips gradients.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true)
            {
                List<Parameter> all = [];
                Collect(recurse, new HashSet<Parameter>(ReferenceEqualityComparer.Instance), all);
                return all;
            }

            private void Collect(bool recurse, HashSet<Parameter> seen, List<Parameter> all)
            {
                foreach ((_, Parameter parameter) in _ownParameters.Span)
                {
                    if (seen.Add(parameter)) all.Add(parameter);
                }
                if (!recurse) return;
                foreach ((_, Module module) in _submodules.Span) module.Collect(recurse: true, seen, all);
            }

            public virtual IEnumerable<(string name, Module module)> named_children() => _submodules.Items;

            public virtual IEnumerable<Module> children()
            {
                foreach ((_, Module module) in _submodules.Items) yield return module;
            }

            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string child, Module module) in _submodules.Items)
                {
                    yield return (child, module);
                    foreach ((string path, Module inner) in module.named_modules()) yield return ($"{child}.{path}", inner);
                }
            }

            public virtual IEnumerable<Module> modules()
            {
                foreach ((_, Module module) in named_modules()) yield return module;
            }

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual Parameter get_parameter(string target) => Owner(ref target)?._ownParameters.Find(target);

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Tensor get_buffer(string target) => Owner(ref target)?._buffers.Find(target);

            private Module Owner(ref string path)
            {
                ArgumentNullException.ThrowIfNull(path);
                Module module = this;
                for (int dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0 && module is not null; dot = path.IndexOf('.', StringComparison.Ordinal))
                {
                    module = module._submodules.Find(path[..dot]);
                    path = path[(dot + 1)..];
                }
                return module;
            }
        }
    }
}
