using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Every parameter and buffer under its dotted path; the tensors are the module's own, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor> destination = null, string prefix = null)
            {
                destination ??= new Dictionary<string, Tensor>(StringComparer.Ordinal);
                string start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach ((string path, Parameter parameter) in _ownParameters.Items) destination.TryAdd(start + path, parameter);
                foreach ((string path, Tensor buffer) in _buffers.Items) destination.TryAdd(start + path, buffer);
                foreach ((string child, Module module) in _submodules.Items) module.state_dict(destination, start + child);
                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string> skip = null)
            {
                Dictionary<string, Tensor> own = state_dict();
                bool Wanted(string key) => skip?.Contains(key) != true;
                List<string> unexpected = [.. source.Keys.Where(key => Wanted(key) && !own.ContainsKey(key))];
                List<string> missing = [.. own.Keys.Where(key => Wanted(key) && !source.ContainsKey(key))];
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        $"The state does not fit the module {GetName()}: missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                }
                using IDisposable off = no_grad();
                foreach ((string key, Tensor value) in source)
                {
                    if (!Wanted(key) || !own.TryGetValue(key, out Tensor target)) continue;
                    if (!target.Sizes.AsSpan().SequenceEqual(value.Sizes))
                        throw new ArgumentException($"'{key}' has the shape {Shapes.Text(target.Sizes)} in the module and {Shapes.Text(value.Sizes)} in the state.");
                    Autograd.BeforeWrite(target);
                    Copying.Into(target, value);
                }
                return (missing, unexpected);
            }
        }
    }
}
