using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam: steps scaled by running first and second moments of the gradient.</summary>
public partial class Adam : OptimizerHelper, optim.IBetas
{
    private readonly Options _defaults;

    public Adam(
        IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters, Options = new Options() }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public Adam(
        IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        if (lr < 0) throw new ArgumentOutOfRangeException(nameof(lr), $"The learning rate {lr} is negative.");
        if (beta1 is < 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(beta1), $"beta1 lies in [0, 1); {beta1} does not.");
        if (beta2 is < 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(beta2), $"beta2 lies in [0, 1); {beta2} does not.");
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (ParamGroup group in parameters) Add(group);
    }

    public (double, double) Betas
    {
        get => (_defaults.beta1.Value, _defaults.beta2.Value);
        set
        {
            (_defaults.beta1, _defaults.beta2) = value;
            foreach (Modules.ParamGroup group in Groups)
            {
                Options options = (Options)group.Options;
                (options.beta1, options.beta2) = value;
            }
        }
    }

    internal override void Complete(Modules.ParamGroup group)
    {
        group.Options ??= new Options();
        Options options = (Options)group.Options;
        options.LearningRate ??= _defaults.LearningRate;
        options.beta1 ??= _defaults.beta1;
        options.beta2 ??= _defaults.beta2;
        options.eps ??= _defaults.eps;
        options.weight_decay ??= _defaults.weight_decay;
        options.amsgrad ??= _defaults.amsgrad;
        options.maximize ??= _defaults.maximize;
    }

    internal override OptimizerState NewState(Modules.ParamGroup group, Parameter parameter) =>
        new State(parameter, ((Options)group.Options).amsgrad.Value);

    internal override void Update(Modules.ParamGroup group, Parameter parameter, Tensor gradient, OptimizerState state)
    {
        Options options = (Options)group.Options;
        State own = (State)state;
        own.step++;
        double rate = options.LearningRate.Value, beta1 = options.beta1.Value, beta2 = options.beta2.Value, decay = options.weight_decay.Value;
        AdamStep step = new(
            (float)(rate / (1 - Math.Pow(beta1, own.step))), (float)beta1, (float)beta2, (float)options.eps.Value,
            (float)Math.Sqrt(1 - Math.Pow(beta2, own.step)), (float)decay, 1, options.maximize.Value ? -1 : 1);
        if (own.max_exp_avg_sq is null) UpdateKernel.Run(new AdamUpdate(step), parameter, gradient, own.exp_avg, own.exp_avg_sq);
        else UpdateKernel.Run(new AmsgradUpdate(step), parameter, gradient, own.exp_avg, own.exp_avg_sq, own.max_exp_avg_sq);
    }
}
