using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network: parameters, buffers and further parts under names.</summary>
        public partial class Module : IDisposable
        {
            protected readonly string name;
            private readonly Named<Parameter> _ownParameters = new();
            private readonly Named<Tensor> _buffers = new();
            private readonly Named<Module> _submodules = new();

            protected Module(string name) => this.name = name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach ((_, Module child) in _submodules.Items) child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                foreach ((_, Module child) in _submodules.Items) child.apply(fn);
                fn(this);
                return this;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach ((_, Module child) in _submodules.Items) child.Dispose();
                foreach ((_, Parameter parameter) in _ownParameters.Items) parameter.Dispose();
                foreach ((_, Tensor buffer) in _buffers.Items) buffer.Dispose();
                _submodules.Clear();
                _ownParameters.Clear();
                _buffers.Clear();
            }
        }
    }
}
