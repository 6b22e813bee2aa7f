using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Engine;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_Disposed_DisposesWhatWasMadeInside()
    {
        Tensor inside, kept, detached;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                inside = ones([2]);
                kept = (inside * 2).MoveToOuterDisposeScope();
                detached = (inside * 3).DetachFromDisposeScope();
            }
            Assert.True(inside.IsInvalid);
            Assert.False(kept.IsInvalid);
        }
        Assert.True(kept.IsInvalid);
        Assert.False(detached.IsInvalid);
        Numbers.Near([3.0, 3], Numbers.Values(detached));
        detached.Dispose();
    }

    [Fact]
    public void Scope_Counts_WhatItHolds()
    {
        using var scope = NewDisposeScope();
        Tensor a = ones([1]), b = ones([1]);
        Assert.Equal(2, scope.DisposablesCount);
        Assert.True(scope.Contains(a));
        a.Dispose();
        Assert.Equal(1, scope.DisposablesCount);
        scope.DisposeEverythingBut(b);
        Assert.False(b.IsInvalid);
        scope.DisposeEverything();
        Assert.True(b.IsInvalid);
    }

    [Fact]
    public void Scope_Detach_LeavesTheTensorToTheCaller()
    {
        Tensor kept;
        using (var scope = NewDisposeScope())
        {
            kept = scope.Detach(ones([2]));
        }
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void WrappedScope_KeepsTheResultAlone()
    {
        Tensor? hidden = null;
        using Tensor result = WrappedTensorDisposeScope(() =>
        {
            hidden = ones([2]);
            return hidden + 1;
        });
        Assert.True(hidden!.IsInvalid);
        Numbers.Near([2.0, 2], Numbers.Values(result));
    }

    [Fact]
    public void View_OutlivesItsBase()
    {
        Tensor view;
        using (var scope = NewDisposeScope())
        {
            view = Numbers.Of([1, 2, 3, 4], 2, 2).select(0, 1).DetachFromDisposeScope();
        }
        Numbers.Near([3.0, 4], Numbers.Values(view));
        view.Dispose();
    }

    [Fact]
    public void Use_OfADisposedTensor_IsRefused()
    {
        Tensor x = ones([2]);
        x.Dispose();
        Assert.ThrowsAny<Exception>(() => x + 1);
    }
}
