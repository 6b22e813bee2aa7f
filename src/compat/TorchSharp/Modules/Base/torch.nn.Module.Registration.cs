using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private const BindingFlags InstanceFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            private bool _registered;

            /// <summary>Registers what the fields of the object hold, under the fields' names.</summary>
            protected virtual void RegisterComponents()
            {
                if (_registered) return;
                _registered = true;
                foreach (FieldInfo field in GetType().GetFields(InstanceFields))
                {
                    if (field.DeclaringType == typeof(Module)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(field.Name, module); break;
                        case Parameter parameter: register_parameter(field.Name, parameter); break;
                        case Tensor tensor: RegisterBuffer(field.Name, tensor); break;
                        default: break;
                    }
                }
            }

            public virtual void register_module(string name, Module submodule)
            {
                CheckName(name);
                submodule?.RegisterComponents();
                _submodules.Set(name, submodule);
            }

            public virtual void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_parameter(string name, Parameter param)
            {
                CheckName(name);
                param?.DetachFromDisposeScope();
                _ownParameters.Set(name, param);
            }

            internal void RegisterBuffer(string name, Tensor buffer)
            {
                CheckName(name);
                buffer?.DetachFromDisposeScope();
                _buffers.Set(name, buffer);
            }

            protected void ClearModules() => _submodules.Clear();

            private static void CheckName(string name)
            {
                if (string.IsNullOrEmpty(name)) throw new ArgumentException("A component of a module needs a name.", nameof(name));
                if (name.Contains('.')) throw new ArgumentException($"The component name '{name}' must not contain a dot: dots separate modules.", nameof(name));
            }
        }
    }
}
