namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(enabled: false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static IDisposable inference_mode(bool mode = true) => new GradMode(!mode, mode);

    public static bool is_grad_enabled() => GradMode.Enabled;

    public static bool is_inference_mode_enabled() => GradMode.Inference;

    public static class autograd
    {
        public static void backward(IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
        {
            if (inputs is null)
            {
                Engine.Backward(tensors, grad_tensors, retain_graph ?? create_graph, create_graph);
                return;
            }
            IList<Tensor> gradients = grad(tensors, inputs, grad_tensors, retain_graph ?? create_graph, create_graph, allow_unused: true);
            for (int i = 0; i < inputs.Count; i++)
            {
                if (gradients[i] is { } gradient) inputs[i].Meta.Accumulate(gradient.Detached());
            }
        }

        public static void backward(Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            Engine.Captures captures = new(inputs.Count);
            for (int i = 0; i < inputs.Count; i++)
            {
                if (inputs[i].Meta is null) throw new InvalidOperationException($"Input {i} of autograd.grad does not require grad.");
                captures.Want(i, inputs[i]);
            }
            Engine.Backward(outputs, grad_outputs, retain_graph, create_graph, captures);
            for (int i = 0; i < inputs.Count; i++)
            {
                if (captures.Gradients[i] is null && !allow_unused)
                    throw new InvalidOperationException($"Input {i} of autograd.grad was not used in the graph; pass allow_unused: true if that is meant.");
                if (captures.Gradients[i] is { } gradient)
                {
                    captures.Gradients[i] = new Tensor(gradient);
                    gradient.Dispose();
                }
            }
            return captures.Gradients;
        }
    }

    public partial class Tensor
    {
        public bool requires_grad
        {
            get => Meta is not null;
            set
            {
                if (value == (Meta is not null)) return;
                if (value && !torch.is_floating_point(dtype))
                    throw new InvalidOperationException($"Only floating-point tensors can require gradients; this one is {dtype}.");
                if (!value && Meta.Node is not null)
                    throw new InvalidOperationException("requires_grad can be turned off for leaf tensors only; use detach() for a tensor outside the graph.");
                Meta?.Release();
                Meta = value ? new GradMeta(null) : null;
            }
        }

        public bool is_leaf => Meta?.Node is null;

        /// <summary>The gradient a leaf has collected, or null. (Not public: the official member differs between versions.)</summary>
        internal Tensor Grad
        {
            get => Meta?.Grad;
            set
            {
                if (Meta is null) throw new InvalidOperationException("A tensor that does not require grad has no gradient.");
                if (ReferenceEquals(Meta.Grad, value)) return;
                Meta.Grad?.Dispose();
                Meta.Grad = value?.DetachFromDisposeScope();
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void backward() => autograd.backward(this);

        public Tensor detach() => View(Sizes, Strides, Offset);

        public Tensor detach_()
        {
            Meta?.Release();
            Meta = null;
            return this;
        }
    }
}
