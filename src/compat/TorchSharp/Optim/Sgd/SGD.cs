using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent with momentum, Nesterov's form and weight decay.</summary>
public partial class SGD : OptimizerHelper, optim.IMomentum
{
    private readonly Options _defaults;

    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters, Options = new Options() }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
        bool nesterov = false, bool maximize = false)
    {
        if (lr < 0) throw new ArgumentOutOfRangeException(nameof(lr), $"The learning rate {lr} is negative.");
        if (nesterov && (momentum <= 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum needs a momentum and no dampening.");
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };
        foreach (ParamGroup group in parameters) Add(group);
    }

    public double Momentum
    {
        get => _defaults.momentum.Value;
        set
        {
            _defaults.momentum = value;
            foreach (Modules.ParamGroup group in Groups) ((Options)group.Options).momentum = value;
        }
    }

    internal override void Complete(Modules.ParamGroup group)
    {
        group.Options ??= new Options();
        Options options = (Options)group.Options;
        options.LearningRate ??= _defaults.LearningRate;
        options.momentum ??= _defaults.momentum;
        options.dampening ??= _defaults.dampening;
        options.weight_decay ??= _defaults.weight_decay;
        options.nesterov ??= _defaults.nesterov;
        options.maximize ??= _defaults.maximize;
    }

    internal override OptimizerState NewState(Modules.ParamGroup group, Parameter parameter) => new State(parameter);

    internal override void Update(Modules.ParamGroup group, Parameter parameter, Tensor gradient, OptimizerState state)
    {
        Options options = (Options)group.Options;
        float rate = (float)options.LearningRate.Value, decay = (float)options.weight_decay.Value, sign = options.maximize.Value ? -1 : 1;
        float momentum = (float)options.momentum.Value;
        if (momentum == 0)
        {
            UpdateKernel.Run(new SgdUpdate(rate, decay, sign), parameter, gradient);
            return;
        }
        State own = (State)state;
        bool first = own.momentum_buffer is null;
        own.momentum_buffer ??= OptimizerState.Zeros(parameter);
        float fresh = first ? 1 : 1 - (float)options.dampening.Value;
        UpdateKernel.Run(new MomentumUpdate(rate, decay, sign, momentum, fresh, options.nesterov.Value ? momentum : 0), parameter, gradient, own.momentum_buffer);
    }
}
